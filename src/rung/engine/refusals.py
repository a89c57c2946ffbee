"""What can the store not do, and what does the user do instead?"""

from pathlib import Path

from rung.base import RungError, text


class StoreBusy(RungError):
    """Another process or thread is importing into the same store; this one waits for nobody and changes nothing."""

    status = 409
    exit_code = 4

    def __init__(self) -> None:
        super().__init__(text("Another import is running."), remedy=text("Wait until it is done, then try again."))


class BatchNotFound(RungError):
    """There is no such import, or it has been undone."""

    status = 404
    exit_code = 2

    def __init__(self, batch: str) -> None:
        super().__init__(text("There is no import {batch}.", batch=batch), remedy=text("List the imports and choose one of them."))


class StoreTooNew(RungError):
    """The store has a format this version does not know."""

    status = 409

    def __init__(self) -> None:
        super().__init__(text("Your data were saved by a newer version of Rung."), remedy=text("Update Rung, then try again."))


class StoreDamaged(RungError):
    """The manifest cannot be read. Nothing in Rung writes half a manifest; a broken disk or another program does."""

    status = 500

    def __init__(self, folder: Path) -> None:
        super().__init__(
            text("The list of imports in {folder} cannot be read.", folder=str(folder)),
            remedy=text("Copy the newest file in the folder manifests there over manifest.json, or restore a backup."),
        )


class NoRoomOnDisk(RungError):
    """The disk, or the part of it the engine may use, is full."""

    status = 507

    def __init__(self, folder: Path) -> None:
        super().__init__(
            text("The disk is full; nothing was changed."),
            remedy=text("Make room on the disk that holds {folder}, then try again.", folder=str(folder)),
        )


class NotEnoughMemory(RungError):
    """The work does not fit into the memory limit even with spilling to disk."""

    status = 507

    def __init__(self, limit: str) -> None:
        super().__init__(
            text("This needs more memory than the {limit} Rung may use.", limit=limit),
            remedy=text("Allow Rung more memory, or choose a shorter period."),
        )
