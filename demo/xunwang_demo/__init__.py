"""示例市: a synthetic city of government websites with planted faults and their truth. It knows nothing of xunwang."""
