"""One version of everything, however it is installed."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[5]


def text(name):
    return (ROOT / name).read_text()


def pins(name):
    """Version by package; what is not pinned has none."""
    lines = [line.split("#")[0].split(";")[0].strip() for line in text(name).splitlines()]
    found = {}
    for line in filter(None, lines):
        package, _, version = line.partition("==")
        found[package.lower().replace("_", "-")] = version
    return found


class PinsTest(unittest.TestCase):
    def test_every_python_package_has_one_version(self):
        needed = pins("notebooks/requirements.txt")
        hub = pins("notebooks/requirements-hub.txt")
        self.assertEqual({**needed, **hub}, {**hub, **needed})
        for package, version in {**needed, **hub}.items():
            self.assertRegex(version, r"^\d[\w.]*$", package)

    def test_conda_and_the_container_install_the_same(self):
        conda, docker = text("environment.yml"), text("Dockerfile")
        self.assertIn("- -r notebooks/requirements.txt", conda)
        installed = re.findall(r"pip install (.*)", docker)
        self.assertEqual([line.split("-r ")[1].split()[0] for line in installed],
                         ["notebooks/requirements-hub.txt"])
        self.assertIn("./mirrorlab doctor", docker)  # which installs notebooks/requirements.txt
        self.assertIn("notebooks/requirements.txt", text("mirrorlab"))

    def test_java_and_maven_are_the_same_everywhere(self):
        release = re.search(r"<maven.compiler.release>(\d+)<", text("lib/pom.xml"))[1]
        self.assertIn(f"openjdk={release}\n", text("environment.yml"))
        self.assertIn(f"openjdk-{release}-jdk-headless", text("Dockerfile"))
        wrapper = text("lib/.mvn/wrapper/maven-wrapper.properties")
        maven = re.search(r"apache-maven-([\d.]+)-bin", wrapper)[1]
        self.assertIn(f"maven={maven}\n", text("environment.yml"))

    def test_natives_of_every_device_are_of_one_version(self):
        pom = text("lib/core/pom.xml")
        for artifact in ("pytorch-native-cpu", "pytorch-native-cu124"):
            self.assertRegex(pom, rf"<artifactId>{artifact}</artifactId>\s*<version>\$\{{pytorch.version\}}<")
        for artifact in ("nd4j-native", "nd4j-cuda-11.6"):
            versions = re.findall(rf"<artifactId>{artifact}</artifactId>\s*<version>([^<]*)<", pom)
            self.assertEqual(set(versions), {"${nd4j.version}"})
