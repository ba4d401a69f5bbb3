"""A block device whose blocks lie in memory, with ext4 on it, and which can be made to fail, for e2e/faults/bad-disk."""
import dataclasses
import subprocess

import cluster as kind
from volume import Volume, WHOLE_RUN_SECONDS

MIB = 1 << 20
BYTES = 64 * MIB
BLOCK = 4096
ROOM = 32 * MIB  # for what the device grows by
FAILURES = ("full", "short")

# The loop device is let go at once: it stays as long as it is mounted, and no longer, whatever becomes of this container.
MOUNT = """
device=$(losetup --find --show /backing/disk)
{between}
mount -t ext4 -o errors={errors} $device /volume
losetup --detach $device
echo 0 > /sys/fs/ext4/${{device#/dev/}}/reserved_clusters
"""
# On a device zeros are written, in a file there are holes for them.
JOURNAL = """
place={place}
tune2fs -J size=4 $place
[ $place = /backing/disk ] || losetup --detach $place
"""
# Only steps that were made count: the figures of an attempt begin with those of the one before.
WATCH = """
made() {{ cat /volume/run/*/*/*/log 2>/dev/null | grep -c ' step [0-9]*/'; }}
until=$(($(made) + {steps}))
while [ ! -e /tmp/over ]; do
  if [ $(made) -ge $until ]; then
{failure}
    exit 0
  fi
  sleep 0.05
done
exit 1
"""
# The memory behind the device is taken up but for some bytes.
FULL = """
    room=$(($(df --output=avail -B1 /backing | tail -1) - {free}))
    [ $room -lt {block} ] || fallocate --length $((room / {block} * {block})) /backing/filler
"""
# The device ends some bytes behind the last block that is in use, but for the files that were struck before.
SHORT = """
    sync
    device=$(findmnt --noheadings --output SOURCE /volume)
    free=$(dumpe2fs $device 2>/dev/null | sed -n 's/^  Free blocks: //p' | tr -d ' ' | tr , '\\n')
    end=$(echo "$free" | awk -F- '$1 <= {last} && {last} <= $NF {{ print $1 }}')
    [ -n "$end" ] || exit 2
    truncate --size $(((end * {block} + {free}) / {block} * {block})) /backing/disk
    losetup --set-capacity $device
"""
# With all other room taken, a copy of the file can only lie in what the device has grown by. The last mebibyte goes in single blocks: one file that took
# all of it would need blocks for its own map.
MOVE = """
mkdir /volume/filler
fallocate --length $(($(df --output=avail -B1 /volume | tail -1) - {mib})) /volume/filler/all
count=0
while fallocate --length {block} /volume/filler/$count 2>/dev/null; do count=$((count + 1)); done
umount /volume
e2fsck -f -p /backing/disk
truncate --size {grown} /backing/disk
resize2fs /backing/disk
{mount}
cp --preserve=all {file} {file}.copy
mv {file}.copy {file}
rm -r /volume/filler
umount /volume
"""


@dataclasses.dataclass
class Ended:
    """How a run ended, what it said, and whether the disk had begun to fail by then."""
    status: int
    said: str
    struck: bool


class Disk(Volume):
    def __init__(self, name, folder):
        super().__init__(name, folder, "--privileged", "--volume", "/dev:/dev", "--tmpfs", f"/backing:size={BYTES + ROOM}")
        self.bytes = BYTES

    def __enter__(self):
        super().__enter__()
        self.tell(f"mkdir /volume && truncate --size {BYTES} /backing/disk && mkfs.ext4 -q -b {BLOCK} -m 0 -O ^has_journal /backing/disk")
        self.journal(sparse=False)
        self.mount()
        self.tell("chmod 0777 /volume")
        return self

    def __exit__(self, *failure):
        subprocess.run(["docker", "exec", self.name, "umount", "/volume"], capture_output=True)
        super().__exit__(*failure)

    def tell(self, command):
        return super().tell(f"set -e\n{command}")

    def mount(self, errors="remount-ro", between=""):
        self.tell(MOUNT.format(errors=errors, between=between))

    def strike(self, folder, file, size, how):
        """Makes a file of a checkpoint unreadable, or another one, below its file system."""
        path = f"$(echo /volume/run/*/{folder})/{file}"
        blocks = -(-size // BLOCK)
        grown = self.bytes + blocks * BLOCK
        self.tell(MOVE.format(grown=grown, mib=MIB, block=BLOCK, mount=MOUNT.format(errors="remount-ro", between=""), file=path))
        if how == "reads":
            self.mount(between=f"truncate --size {self.bytes} /backing/disk")
        else:
            self.tell(f"dd if=/dev/urandom of=/backing/disk bs={BLOCK} seek={self.bytes // BLOCK} count={blocks} conv=notrunc status=none")
            self.mount()
        self.bytes = grown

    def run_into(self, failure, steps, free, errors):
        """A run that sees the device's writes fail some steps after it has begun to make some."""
        self.tell(f"rm -f /tmp/over; mount -o remount,errors={errors} /volume")
        script = (FULL if failure == "full" else SHORT).format(free=free, block=BLOCK, last=BYTES // BLOCK - 1)
        watch = subprocess.Popen(["docker", "exec", self.name, "bash", "-c", WATCH.format(steps=steps, failure=script)])
        try:
            done = subprocess.run(self.command, capture_output=True, text=True, timeout=WHOLE_RUN_SECONDS)
        finally:
            kind.tell(["docker", "exec", self.name, "touch", "/tmp/over"])
        watched = watch.wait()
        if watched > 1:
            raise RuntimeError(f"the device could not be made to fail: {watched}")
        return Ended(done.returncode, done.stdout + done.stderr, watched == 0)

    def heal(self, sparse):
        """The device takes and gives everything again; what was lost by then stays lost. The journal is made anew."""
        self.tell(f"rm -f /backing/filler; umount /volume; truncate --size {self.bytes} /backing/disk; e2fsck -f -y /backing/disk >&2 || [ $? -le 2 ]")
        self.tell("tune2fs -O ^has_journal /backing/disk")
        self.journal(sparse)
        self.mount()

    def journal(self, sparse):
        """A sparse one has no memory behind it yet, so that it is the first thing that cannot be written; else files are."""
        self.tell(JOURNAL.format(place="/backing/disk" if sparse else "$(losetup --find --show /backing/disk)"))
