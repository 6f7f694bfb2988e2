"""What the operating system refuses, in the words of those who read it."""

import errno

_REASONS = {
    errno.ENOENT: "文件或目录不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOTDIR: "路径中有一段是文件而不是目录",
    errno.EISDIR: "它是目录而不是文件",
    errno.EEXIST: "已有同名的文件",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "超出允许的文件大小",
    errno.ENAMETOOLONG: "名称过长",
    errno.EPIPE: "读取输出的程序已经结束",
    errno.EIO: "磁盘读写出错",
    errno.EADDRINUSE: "端口已被别的程序占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese where the reason is a known one."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))
