"""Golden values for StudentIntervalTest and DetectableDifferenceTest.

Needs scipy. Run from the folder lib:
    python src/test/python/student.py
"""

from scipy import optimize, stats


def power(difference, deviation, n):
    shift = difference * n**0.5 / deviation
    critical = stats.t.ppf(0.975, n - 1)
    return stats.nct.sf(critical, n - 1, shift)  # the other tail is below 1e-6 at 80 %


for df in (1, 2, 4, 17, 43):
    print(f"t, {df} degrees of freedom: {stats.t.ppf(0.975, df):.6f}")
values = [0.021, -0.004, 0.013]
low, high = stats.t.interval(0.95, 2, loc=sum(values) / 3, scale=stats.sem(values))
print(f"mean of {values}: {low:.6f} {high:.6f}")
for n in (2, 3, 5, 10, 30):
    found = optimize.brentq(lambda d: power(d, 1, n) - 0.8, 0.1, 15)
    print(f"detectable with {n} trainings of deviation 1: {found:.4f}")
