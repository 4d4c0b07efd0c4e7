"""Archives that were killed in the middle of a verb, restored from copies, compacted or merged:
nothing that was stored is lost."""

import shutil

from archives import Archive


def copy_of(archive, name):
    copy = Archive(archive.winnow, archive.folder.with_name(name))
    shutil.copytree(archive.folder, copy.folder)
    copy.day = archive.day
    return copy


def killed_at_each_step(archive, killer, tmp_path, run):
    """Runs a verb on a copy of an archive once for each of its write operations, killed at this
    one. run(copy, env) runs the verb, and then checks what is left."""
    count = tmp_path / "count"
    run(copy_of(archive, "whole"), {"LD_PRELOAD": killer, "KILL_COUNT": str(count)})
    steps = int(count.read_text())
    assert steps > 3
    for at in range(1, steps + 1):
        run(copy_of(archive, f"killed{at}"), {"LD_PRELOAD": killer, "KILL_AT": str(at)})


# ---- forget --------------------------------------------------------------------------------


def test_forget_is_completed_by_the_next_run(archive, server, host, killer, tmp_path):
    urls = [server.url(host, f"/ok/{n}") for n in range(3)]
    archive.refresh(urls=urls)

    def forget(copy, env):
        done = copy.run("forget", *urls[:2], env=env)
        assert done.code == 0 or "KILL_AT" in env
        copy.day -= 1
        verbs = {"refresh": lambda: copy.refresh("--due"), "show": lambda: copy.run("show", urls[2]),
                 "fsck": lambda: copy.run("fsck")}
        verb = list(verbs)[int(env.get("KILL_AT", 0)) % 3]
        assert verbs[verb]().code == 0
        texts = len(copy.texts())
        assert f"pages        {texts}\n" in copy.run("status").out and texts in (1, 3)
        assert copy.run("fsck").code == 0

    killed_at_each_step(archive, killer, tmp_path, forget)
