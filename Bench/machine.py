"""What the figures were measured on, and what Linux says about a process."""

import os
import platform
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def memory(pid, field="VmRSS"):
    """Bytes that a process holds in memory; `VmHWM` is the most it ever held."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"no {field} for process {pid}")


def cpu_seconds(pid):
    """Processor seconds that a running process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def busy_seconds():
    """Processor seconds that all cores together have not been idle."""
    user, nice, system, _, _, irq, softirq, steal, *_ = (
        int(ticks) for ticks in Path("/proc/stat").read_text(encoding="ascii").partition("\n")[0].split()[1:])
    return (user + nice + system + irq + softirq + steal) / TICKS


def facts(binary, folder):
    return {
        "when": time.strftime("%Y-%m-%d %H:%M %Z"),
        "source": source(),
        "binary": f"{binary}, {binary.stat().st_size / 1e6:.1f} MB",
        "processor": f"{os.cpu_count()} cores, {processor()}",
        "kernel": f"{platform.system()} {platform.release()}",
        "file system": file_system(folder),
        "load before": f"{os.getloadavg()[0]:.2f} (one-minute average)",
        "generator": f"{first_line('wrk', '-v')}, on the same cores, not pinned",
    }


def processor():
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def file_system(folder):
    """The kind of the mount that a folder lies on."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    path = Path(folder).resolve()
    device, point, kind, *_ = max(
        (mount for mount in mounts if path.is_relative_to(mount[1])), key=lambda mount: len(mount[1]))
    warning = "; NOT on a disk, so durable writes cost nothing" if kind in ("tmpfs", "ramfs") else ""
    return f"{kind} ({device} at {point}){warning}"


def source():
    commit = first_line("git", "rev-parse", "--short", "HEAD")
    changes = first_line("git", "status", "--porcelain", "--", "Sources", "Templates", "Public", "Package.swift")
    return commit + (" with changes" if changes else "")


def first_line(*command):
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    return (done.stdout or done.stderr).partition("\n")[0].partition(" Copyright")[0].strip()
