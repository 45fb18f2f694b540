"""The project of a user of the library: it builds against what Maven installs, and the page shows its code."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

LIB = Path(__file__).resolve().parents[4]
EXAMPLE = LIB / "example"
CHECKPOINT = LIB.parent / "data/checkpoints/understanding/model"


class ExampleTest(unittest.TestCase):
    def test_the_page_shows_its_code(self):
        code = (EXAMPLE / "src/main/java/Example.java").read_text()
        self.assertIn("```java\n" + code[code.index("/**") :] + "```", (LIB / "core/README.md").read_text())

    @unittest.skipUnless(os.environ.get("MIRRORLAB_TESTS") == "all", "two minutes; with --all")
    def test_it_builds_and_runs(self):
        with tempfile.TemporaryDirectory() as folder:
            # A repository of its own, before that which Maven has filled already.
            maven = [LIB / "mvnw", "--quiet", "--batch-mode", f"-Dmaven.repo.local={folder}/repository",
                     f"-Dmaven.repo.local.tail={Path.home()}/.m2/repository"]  # fmt: skip
            target = f"-Dmirrorlab.target={folder}/target"
            subprocess.run([*maven, "install", "-pl", "core", "-am", "-DskipTests", target], cwd=LIB, check=True)
            classes = f"{folder}/classes"
            path = f"{folder}/class-path"
            subprocess.run(
                [*maven, "-f", EXAMPLE / "pom.xml", "dependency:build-classpath", f"-Dmdep.outputFile={path}"],
                cwd=LIB,
                check=True,
            )
            jars = Path(path).read_text()
            java = Path(os.environ["JAVA_HOME"]) / "bin"
            source = EXAMPLE / "src/main/java/Example.java"
            subprocess.run([java / "javac", "-d", classes, "-cp", jars, source], check=True)
            said = subprocess.run(
                [java / "java", "-cp", f"{classes}:{jars}", "Example", CHECKPOINT],
                env={**os.environ, "OMP_NUM_THREADS": "1"},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            found = dict(line.rsplit(None, 1) for line in said.splitlines()[1:])
            self.assertGreater(float(found["Recall@1"]), 0.7)
            self.assertLess(float(found["shuffled pairs"]), 0.15)


if __name__ == "__main__":
    unittest.main()
