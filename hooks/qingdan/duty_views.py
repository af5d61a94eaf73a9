"""The duty matrix as pages and paper show it: a side, its roles as columns, its tasks by stage as rows."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.model import Duty, DutyCell, Part, Role
from qingdan.views import SIDES, Views

# The order in which work passes through hands. What each word means is a choice of this kit: no speech defines it.
PARTS: dict[Part, str] = {
    "牵头": "出面组织，把各方拢到一起",
    "主责": "这件事由它办，办不好先问它",
    "配合": "按牵头方的要求出人出力",
    "审核": "办完之前或认定之前把关",
    "监督": "督促检查，不代替办理",
    "报送对象": "收报告，或听汇报",
}

# A column whose role has a part in less than this share of the tasks has this width, else it is wide.
WIDTHS = ((0.05, "least"), (0.13, "narrow"), (0.25, "middle"))


@dataclass(frozen=True)
class StageDuties:
    """The tasks of one stage, in the order of the file."""

    stage: str
    title: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class DutySide:
    """The matrix of one side: ``roles`` are its columns, those that have a part in it."""

    id: str
    title: str
    roles: tuple[Role, ...]
    stages: tuple[StageDuties, ...]

    @property
    def duties(self) -> tuple[Duty, ...]:
        return tuple(duty for group in self.stages for duty in group.duties)

    def width_of(self, role: str) -> str:
        """How much room a role's column needs, by the share of tasks in which it has a part."""
        share = sum(role in duty.cells for duty in self.duties) / len(self.duties)
        return next((width for limit, width in WIDTHS if share < limit), "wide")

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(s for duty in self.duties for cell in duty.cells.values() for s in cell.sources)


@dataclass(frozen=True)
class StageParts:
    """What one role does in the tasks of one stage."""

    stage: str
    title: str
    parts: tuple[tuple[Duty, DutyCell], ...]


def duty_sides(views: Views) -> list[DutySide]:
    """Both matrices, without a side that has no task."""
    sides = []
    for side in ("rectify", "inspect"):
        roles, duties = views.duties_of_side(side)
        if duties:
            sides.append(DutySide(side, SIDES[side], tuple(roles), _by_stage(views, duties)))
    return sides


def _by_stage(views: Views, duties: list[Duty]) -> tuple[StageDuties, ...]:
    """By the order of the stages; a stage that nobody knows, which the rules have reported, comes last."""
    used = dict.fromkeys(d.stage for d in duties)
    order = [s.id for s in views.stages if s.id in used]
    order += [stage for stage in used if stage not in order]
    return tuple(
        StageDuties(stage, views.stage_titles[stage], tuple(d for d in duties if d.stage == stage))
        for stage in order
    )


def duties_of_role(views: Views, role: str) -> list[StageParts]:
    """A role's own extract: its parts, both sides one after the other, by stage."""
    groups = [group for side in duty_sides(views) for group in side.stages]
    own = [
        StageParts(g.stage, g.title, tuple((d, d.cells[role]) for d in g.duties if role in d.cells))
        for g in groups
    ]
    return [group for group in own if group.parts]
