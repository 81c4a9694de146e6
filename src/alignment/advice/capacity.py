"""Who can spare how much? The departments that the settings name, found in the company."""

from dataclasses import replace

from alignment.advice.words import suggested
from alignment.errors import SettingsError
from alignment.model.organisation import Organisation
from alignment.settings import Settings
from alignment.source.names import key

__all__ = ["with_departments"]


def with_departments(settings: Settings, organisation: Organisation) -> Settings:
    """Return the settings with the capacity of departments by their ids, as the plan looks them up.

    Raises
    ------
    SettingsError
        A department is not in the company, whatever its capitals and blanks; the message suggests what is close.
    """
    known = {key(text): one.id for one in organisation.departments for text in (one.name, one.id)}
    for name in settings.plan_capacity:
        if key(name) not in known:
            listed = [one.name for one in organisation.departments if one.listed]
            others = [one.name for one in organisation.departments if not one.listed]
            raise SettingsError(
                f'plan.capacity: there is no department "{name}" in the workbook.{suggested(name, listed, others)} '
                "Write it as the workbook does, or remove the line."
            )
    return replace(settings, plan_capacity={known[key(name)]: one for name, one in settings.plan_capacity.items()})
