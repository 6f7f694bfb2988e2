from xunwang.inspector.proof import Kind, Sighting, Suspicion, Tier, jobs, without_habits


def sighting(site, found, right, tier=Tier.SUSPECTED, *, page=1, kind=Kind.SPELLING):
    suspicion = Suspicion(1, 0, len(found), found, (right,) if right else (), kind, tier, "r", "w")
    return Sighting(site, f"http://{site}/{page}.html", suspicion)


def test_one_wrong_word_over_all_sites_is_one_job():
    made = jobs(
        [
            sighting("a", "布署", "部署"),
            sighting("b", "竟争", "竞争"),
            sighting("b", "布署", "部署", Tier.SURE),
            sighting("b", "布署", "部署"),
        ]
    )

    assert [(job.found, job.right, job.sites, len(job.sightings)) for job in made] == [
        ("布署", "部署", ("a", "b"), 3),
        ("竟争", "竞争", ("b",), 1),
    ]
    assert [job.tier for job in made] == [Tier.SURE, Tier.SUSPECTED]


def test_the_same_word_with_another_correction_is_another_job():
    made = jobs([sighting("a", "权力", "权利"), sighting("a", "权力", "全力"), sighting("a", "（", "")])

    assert {(job.found, job.right) for job in made} == {("权力", "权利"), ("权力", "全力"), ("（", "")}


def test_a_spelling_on_five_pages_of_a_site_is_a_habit():
    kept = without_habits(
        [
            *(sighting("a", "湘村", "乡村", Tier.SURE, page=page) for page in range(5)),
            *(sighting("b", "湘村", "乡村", Tier.SURE, page=page) for page in range(4)),
            *(sighting("c", "湘村", "乡村", Tier.SURE) for _ in range(9)),
        ]
    )

    assert {one.site: one.suspicion.tier for one in kept} == {
        "a": Tier.SUSPECTED,
        "b": Tier.SURE,
        "c": Tier.SURE,
    }


def test_what_a_rule_says_is_no_habit():
    kept = without_habits(
        sighting("a", "截止", "截至", Tier.SURE, page=page, kind=Kind.WORD) for page in range(9)
    )

    assert {one.suspicion.tier for one in kept} == {Tier.SURE}
