"""The figures of the running case, computed anew, and every table of the shipped documents that quotes them."""

import re
from datetime import date, timedelta
from itertools import product
from math import sqrt
from typing import Any

import pytest

from tests.content.shipped import document, documents, figure, northgate, source, table

FACTS = northgate()
MONEY = FACTS["money"]
EARNED = FACTS["earned_value"]
WEEKS = dict(zip(EARNED["weeks"], zip(EARNED["planned"], EARNED["earned"], EARNED["actual"], strict=True), strict=True))
DAY_0 = date(2026, 3, 2)
BAC = MONEY["baseline"]
LIMIT = BAC * (1 + FACTS["tolerance"]["cost_forecast_percent"] / 100)
MONTHS = {f"{date(2026, month, 1):%B}": month for month in range(1, 13)}

Network = dict[str, tuple[int, int, int, int]]


def working_day(number: int) -> date:
    """The date of a working day, counted from day 0, a Monday."""
    weeks, rest = divmod(number, 5)
    return DAY_0 + timedelta(days=7 * weeks + rest)


def network(**days: int) -> Network:
    """Of each activity: duration, early start, early end, latest end, in working days."""
    rows = {row["id"]: row for row in FACTS["schedule"]}
    length = {name: days.get(name, row["days"]) for name, row in rows.items()}
    end: dict[str, int] = {}
    for name, row in rows.items():  # predecessors come first in the file
        end[name] = max((end[other] for other in row["after"]), default=0) + length[name]
    latest = dict.fromkeys(rows, max(end.values()))
    for name, row in reversed(rows.items()):
        for other in row["after"]:
            latest[other] = min(latest[other], latest[name] - length[name])
    return {name: (length[name], end[name] - length[name], end[name], latest[name]) for name in rows}


def outcomes() -> list[tuple[float, float]]:
    """(cost in thousands, probability) of every combination of the risks, cheapest first."""
    found = []
    for happens in product((False, True), repeat=len(FACTS["risks"])):
        cost, chance = 0.0, 1.0
        for yes, risk in zip(happens, FACTS["risks"], strict=True):
            cost += risk["effect_k"] if yes else 0
            chance *= risk["probability"] if yes else 1 - risk["probability"]
        found.append((cost, chance))
    return sorted(found)


def percentile(share: float) -> float:
    """The smallest cost that is enough with at least this probability."""
    covered = 0.0
    for cost, chance in outcomes():
        covered += chance
        if covered >= share - 1e-12:
            return cost
    raise AssertionError(share)


def forecast(week: int) -> float:
    _planned, earned, actual = WEEKS[week]
    return float(BAC * actual / earned)


def colour(week: int, accepted: float) -> str:
    """The colour rule for large projects; `accepted` is the forecast that a decision covers."""
    planned, earned, actual = WEEKS[week]
    worst = min(earned / planned, earned / actual)
    if worst < 0.90 or (forecast(week) > LIMIT and forecast(week) > accepted):
        return "red"
    return "amber" if worst < 0.95 else "green"


def day_of(written: str, year: int = 2026) -> date:
    """A date in words such as "Mon 10 November 2025", "2 March" or "27 July"."""
    parts = [part for part in written.replace(",", "").split() if part.isdigit() or part in MONTHS]
    return date(int(parts[2]) if len(parts) > 2 else year, MONTHS[parts[1]], int(parts[0]))


def test_money_adds_up() -> None:
    assert MONEY["baseline"] + MONEY["contingency"] + MONEY["management_reserve"] == MONEY["authorised"]
    rows = {row["Part"]: figure(row["Amount"]) / 1000 for row in table("TPL-09", "Part", "Amount")}
    assert rows == {
        "Baseline": MONEY["baseline"],
        "Contingency": MONEY["contingency"],
        "Management reserve": MONEY["management_reserve"],
        "Authorised sum": MONEY["authorised"],
    }


def test_the_network_gives_the_finish_the_float_and_the_dates_of_the_schedule_standard() -> None:
    plan = network()
    path = FACTS["critical_path"]
    assert max(row[2] for row in plan.values()) == path["days"] == 200
    assert [name for name, row in plan.items() if row[3] == row[2]] == path["planned"]
    late = network(B=70 + FACTS["issue"]["days_late"])
    assert max(row[2] for row in late.values()) == path["days_then"] == 203
    assert [name for name, row in late.items() if row[3] == row[2]] == path["with_B_88_days"]
    for row in table("PLM-STD-02", "Activity", "Days", "After"):
        days, start, end, latest = plan[row["Activity"][0]]
        written = [figure(row[name]) for name in ("Days", "Start day", "End day", "Latest end", "Float")]
        assert written == [days, start, end, latest, latest - end]
        first, last = row["Baseline dates"].split(" to ")
        assert (day_of(first), day_of(last)) == (working_day(start), working_day(end - 1))


def test_the_schedule_form_shows_the_same_dates_and_three_days_of_delay() -> None:
    plan, late = network(), network(B=88)
    for row in table("TPL-08", "ID", "Activity"):
        days, start, end, _latest = plan[row["ID"]]
        assert int(row["Days"]) == days
        assert row["Baseline start"] == str(working_day(start))
        assert row["Baseline finish"] == str(working_day(end - 1))
        assert row["Forecast finish"] == str(working_day(late[row["ID"]][2] - 1))


def test_the_risks_add_up_and_their_combinations_give_the_contingency() -> None:
    threats = sum(risk["probability"] * risk["effect_k"] for risk in FACTS["risks"] if risk["effect_k"] > 0)
    net = sum(risk["probability"] * risk["effect_k"] for risk in FACTS["risks"])
    assert (round(threats), round(net)) == (96, 82)
    assert len(outcomes()) == 64
    assert (percentile(0.5), percentile(0.8), percentile(0.9)) == (80, 141, 185)
    assert MONEY["contingency"] == 150 == -(-141 // 10) * 10
    assert round(100 * sum(chance for cost, chance in outcomes() if cost > net)) == 45
    assert "in 45 of 100 outcomes" in document("RSK-STD-01").text
    assert "at most 141,000" in document("RSK-STD-01").text


def test_the_guide_on_workshops_and_the_register_quote_the_risks() -> None:
    known = {risk["id"]: risk for risk in FACTS["risks"]}
    rows = table("RSK-GDE-01", "Entry", "Note said")
    assert [row["Entry"] for row in rows] == list(known)
    for row in rows:
        risk = known[row["Entry"]]
        expected = [risk["probability"] * 100, risk["effect_k"] * 1000, risk["probability"] * risk["effect_k"] * 1000]
        assert [figure(row[name]) for name in ("Probability", "Effect", "Expected")] == pytest.approx(expected)
    for row in table("TPL-12", "Risk number", "Kind"):
        risk = known[row["Risk number"]]
        assert [figure(row["Probability"]) / 100, figure(row["Money"]) / 1000] == [risk["probability"], risk["effect_k"]]
        assert (row["Cause"], row["Event"], row["Kind"]) == (
            risk["cause"],
            risk["event"],
            "threat" if risk["effect_k"] > 0 else "opportunity",
        )


def test_the_issue_costs_its_days_and_leaves_the_rest_of_the_contingency() -> None:
    issue = FACTS["issue"]
    planned = working_day(network()["B"][2] - 1)
    late = sum((planned + timedelta(days=n)).weekday() < 5 for n in range(1, (issue["units_arrived"] - planned).days + 1))
    assert late == issue["days_late"]
    assert late * 4 == issue["cost_k"]
    assert MONEY["contingency"] - issue["cost_k"] == issue["contingency_left_k"]
    drawing = table("TPL-12", "Drawing number", "Drawn on")[0]
    assert (drawing["Drawn on"], drawing["Amount"], drawing["Left"]) == (str(issue["contingency_drawn"]), "72,000", "78,000")
    row = table("TPL-13", "Issue number", "Logged on")[0]
    assert (row["Issue number"], row["Logged on"], row["Result due"]) == ("I-05", str(issue["raised"]), str(issue["units_arrived"]))


def test_earned_value_of_week_30_is_what_the_facts_say() -> None:
    planned, earned, actual = WEEKS[30]
    said = EARNED["week_30"]
    assert (earned - planned, earned - actual) == (said["SV"], said["CV"])
    assert (round(earned / planned, 3), round(earned / actual, 3)) == (said["SPI"], said["CPI"])
    assert (round(forecast(30)), actual + BAC - earned, round(BAC - forecast(30))) == (
        said["EAC_by_CPI"],
        said["EAC_rest_as_planned"],
        said["VAC"],
    )
    assert round((BAC - earned) / (BAC - actual), 3) == said["TCPI"]
    assert next(week for week in WEEKS if forecast(week) > LIMIT) == EARNED["first_week_over_tolerance"]


def test_the_ten_weeks_of_the_guide_are_those_of_the_facts() -> None:
    for row in table("PLM-GDE-02", "Week", "Data date", "PV"):
        week = int(row["Week"])
        planned, earned, actual = WEEKS[week]
        assert [figure(row[name]) for name in ("PV", "EV", "AC", "SV", "CV")] == [
            planned,
            earned,
            actual,
            earned - planned,
            earned - actual,
        ]
        assert [figure(row["SPI"]), figure(row["CPI"])] == [round(earned / planned, 3), round(earned / actual, 3)]
        assert day_of(row["Data date"]) == DAY_0 + timedelta(days=7 * week)
    for row in table("PLM-GDE-02", "Week", "EAC by CPI"):
        week = int(row["Week"])
        _planned, earned, actual = WEEKS[week]
        computed = [round(forecast(week)), actual + BAC - earned, round(BAC - forecast(week)), round((BAC - earned) / (BAC - actual), 3)]
        assert [figure(row[name]) for name in ("EAC by CPI", "EAC, rest as planned", "VAC", "TCPI")] == computed
        assert row["Beyond 2,268"] == ("yes" if forecast(week) > LIMIT else "no")


def test_the_standards_on_control_and_reporting_quote_the_same_weeks_and_colours() -> None:
    for row in table("PLM-STD-03", "Data date", "Week", "Earned"):
        week = int(row["Week"])
        _planned, earned, actual = WEEKS[week]
        written = [figure(row[name]) for name in ("Earned", "Actual", "CPI", "Forecast 2,160 ÷ CPI")]
        assert written == [earned, actual, round(earned / actual, 3), round(forecast(week))]
        over = forecast(week) - LIMIT
        assert row["Beyond 2,268"] == (f"yes, by {over:.0f}" if over > 0 else "no")
    for row in table("COM-STD-01", "Week", "Data date 2026"):
        week = int(row["Week"])
        accepted = MONEY["authorised"] if day_of(row["Data date 2026"]) > date(2026, 8, 12) else 0
        assert row["Colour"].split(":")[0] == colour(week, accepted)
        assert figure(row["Forecast, thousands"]) == round(forecast(week))
        assert day_of(row["Data date 2026"]) == DAY_0 + timedelta(days=7 * week)


def test_the_portfolio_guide_and_the_sheet_quote_them_too() -> None:
    for row in table("DEC-GDE-02", "Made with the data of", "Earned"):
        week = int(row["Made with the data of"].split()[1])
        over = f"{100 * (forecast(week) / BAC - 1):.1f} % over"
        assert [figure(row["Earned"]), figure(row["Actual"])] == list(WEEKS[week][1:])
        assert (figure(row["Forecast at completion"]), row["Against 2,160"]) == (round(forecast(week)), over)
    for row in table("TPL-09", "Data date", "Week", "Planned"):
        planned, earned, actual = (1000 * value for value in WEEKS[int(row["Week"])])
        assert [figure(row[name]) for name in ("Planned", "Earned", "Actual cost")] == [planned, earned, actual]
        assert [figure(row["SPI"]), figure(row["CPI"])] == [round(earned / planned, 3), round(earned / actual, 3)]
        assert figure(row["Forecast by index"]) == 1000 * round(forecast(int(row["Week"])))


def test_the_budget_by_period_adds_up_to_the_baseline() -> None:
    rows = table("TPL-09", "Cost line", "Period")
    running = 0.0
    for row in rows:
        running += figure(row["Planned in period"])
        assert figure(row["Planned in all"]) == running
    assert running == 1000 * BAC
    assert [figure(row["Planned in all"]) / 1000 for row in rows[:3]] == [WEEKS[week][0] for week in (21, 25, 30)]


def test_the_size_score_is_large_in_the_facts_the_procedure_and_the_form() -> None:
    points = list(FACTS["project"]["size_points"].values())
    assert sum(points) == FACTS["project"]["size_score"] == 19
    procedure = [row for row in table("MET-PRC-01", "Question", "Fact") if "Sum" not in row["Question"]]
    assert [int(row["Points"]) for row in procedure] == points
    assert [int(row["Points"]) for row in table("TPL-04", "Question", "Fact behind it")] == points


def test_the_business_case_pays_as_much_as_it_says() -> None:
    case = FACTS["business_case"]
    factor = round(sum(1.04**-year for year in range(1, case["horizon_years"] + 1)), 3)
    assert factor == case["annuity_factor"] == 11.118
    saving = (41 - 12) * case["delay_cost_k"] + 310 - 190
    assert (saving, round(saving * factor)) == (case["saving_k"], case["present_value_k"])
    assert case["present_value_k"] - case["authorised_k"] == case["net_present_value_k"]
    assert round(case["authorised_k"] / factor) == case["break_even_k"]
    assert round(100 * case["break_even_k"] / saving) == case["break_even_percent"]
    review = case["at_stage_review"]
    assert (review["earned"], review["actual"], review["forecast_k"]) == (*WEEKS[25][1:], round(forecast(25)))
    assert review["forecast_k"] - review["actual"] == review["remaining_cost_k"]
    assert round(120 * factor) == review["if_maintenance_only_k"] < review["remaining_cost_k"]


def test_the_options_of_the_business_case_are_those_of_the_facts() -> None:
    case: dict[str, Any] = FACTS["business_case"]
    names = ("Authorised sum", "Delays a year", "Maintenance a year", "Saved a year", "Present value of savings", "Net present value")
    for row, option in zip(table("DEC-STD-01", "Option", "Authorised sum"), case["options"], strict=True):
        saved = (41 - option["delays"]) * case["delay_cost_k"] + 310 - option["maintenance_k"]
        value = round(saved * case["annuity_factor"])
        computed = [option["authorised_k"], option["delays"], option["maintenance_k"], saved, value, value - option["authorised_k"]]
        assert [option["saving_k"], option["present_value_k"], option["net_present_value_k"]] == computed[3:]
        written = [figure(row[name]) for name in names]
        assert written == [computed[0] * 1000, computed[1], *(one * 1000 for one in computed[2:])]


def test_gates_are_held_on_the_days_of_the_facts_and_papers_leave_five_working_days_before() -> None:
    rows = {row["Gate"]: row for row in table("MET-STD-01", "Gate", "Held or planned")}
    held = {name.replace("stage_review", "Stage review"): day for name, day in FACTS["gates"].items()}
    assert {name: day_of(row["Held or planned"]) for name, row in rows.items()} == held
    for row in rows.values():
        out, day = day_of(row["Papers out by"]), day_of(row["Held or planned"])
        assert sum((out + timedelta(days=n)).weekday() < 5 for n in range((day - out).days)) == 5


def test_the_three_point_estimate_of_cable_routes_gives_its_duration() -> None:
    best, likely, worst = 32, 38, 56
    mean, spread = (best + 4 * likely + worst) / 6, (worst - best) / 6
    assert (mean, spread) == (network()["D"][0], 4)
    row = table("TPL-09", "Line", "What is estimated")[0]
    assert [figure(row[name]) for name in ("Best", "Likely", "Worst", "Mean", "Standard deviation")] == [best, likely, worst, mean, spread]


def test_estimates_of_the_guide_add_up_as_means_and_variances() -> None:
    *rows, total = table("PLM-GDE-01", "Package", "Best", "Likely")
    means, variances = 0.0, 0.0
    for row in rows:
        best, likely, worst = (figure(row[name]) for name in ("Best", "Likely", "Worst"))
        means += (best + 4 * likely + worst) / 6
        variances += ((worst - best) / 6) ** 2
        assert [figure(row["Mean"]), figure(row["Variance"])] == [(best + 4 * likely + worst) / 6, round(((worst - best) / 6) ** 2, 2)]
    assert [figure(total["Mean"]), figure(total["Variance"]), figure(total["Standard deviation"])] == [
        means,
        round(variances, 2),
        round(sqrt(variances), 2),
    ]


def test_the_change_is_the_same_wherever_it_is_told() -> None:
    change = FACTS["change"]
    row = table("TPL-15", "Number", "Decision", "Decided on")[0]
    assert (row["Number"], row["Decided by"], figure(row["Running total"]) / 1000) == (change["id"], change["by"], change["cost_k"])
    assert row["Decided on"] == str(change["decided"])
    assert round(100 * change["cost_k"] / BAC, 1) == 3.1
    told = [one.meta.code for one in documents() if "CR-04" in one.text]
    assert len(told) >= 8
    for code in told:
        assert "68,000" in document(code).text or "68 ÷" in document(code).text or code in {"TPL-05", "PLM-STD-01", "RSK-PRC-01"}, code


def test_people_have_one_surname_each() -> None:
    people = [person for person in FACTS["people"].values() if isinstance(person, str)]
    people += [FACTS["people"]["supplier"]["representative"], *FACTS["people"]["steering_group"]]
    surname = dict(person.split() for person in people)
    for one in source().documents:
        for first, last in surname.items():
            found = set(re.findall(rf"\b{first} ([A-Z]\w+)", one.text))
            assert found <= {last}, (one.meta.code, first, found)
