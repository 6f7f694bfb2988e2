"""The one error that the office shows to people."""


class OfficeError(Exception):
    """A refusal in one Chinese sentence: what is wrong, where, and what would be right."""


class WrongSettingError(OfficeError):
    """A setting of the environment that cannot be used; nothing was started."""
