"""Runs the tests that need a kernel or the launcher, and counts them together with Maven's."""

import sys
import unittest
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent


def java(target):
    """Passed and failed tests of the Maven run before, by the reports in its target folder."""
    reports = Path(target).glob("*/surefire-reports/TEST-*.xml")
    suites = [ElementTree.parse(report).getroot() for report in reports]
    count = {
        name: sum(int(suite.get(name)) for suite in suites)
        for name in ("tests", "failures", "errors", "skipped")
    }
    failed = count["failures"] + count["errors"]
    return count["tests"] - failed - count["skipped"], failed


def main():
    suite = unittest.defaultTestLoader.discover(str(HERE))
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    passed = result.testsRun - failed - len(result.skipped)
    maven_failed, target = sys.argv[1:]
    java_passed, java_failed = java(target)
    if maven_failed == "--maven-failed=1" and not java_failed:
        print("Maven failed without a failing test; the reason is above")
        java_failed = 1
    print(f"{passed + java_passed} passed, {failed + java_failed} failed")
    return 1 if failed or java_failed else 0


if __name__ == "__main__":
    sys.exit(main())
