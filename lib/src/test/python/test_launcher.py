"""What ./mirrorlab says when something is missing, and how it is called."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
# All that the launcher needs before it has found Java and Python.
TOOLS = ("sh", "dirname", "sed", "head", "mkdir", "cat", "cksum", "uname")


class LauncherTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.clone = Path(folder.name) / "a clone"
        (self.clone / "notebooks").mkdir(parents=True)
        shutil.copy(ROOT / "mirrorlab", self.clone)
        shutil.copy(ROOT / "notebooks" / "requirements.txt", self.clone / "notebooks")
        self.tools = Path(folder.name) / "tools"
        self.tools.mkdir()
        for tool in TOOLS:
            (self.tools / tool).symlink_to(shutil.which(tool))

    def stub(self, name, script):
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def java(self, version, home):
        self.stub(
            "java",
            f"echo '    java.home = {home}'; echo 'openjdk version \"{version}\" 2025-01-01'",
        )

    def run_without_the_rest(self, *arguments):
        """Runs the copied launcher with nothing on the PATH but the tools and the stubs."""
        return subprocess.run(
            [self.clone / "mirrorlab", *arguments],
            env={"PATH": str(self.tools)},
            capture_output=True,
            text=True,
        )

    def assert_one_line(self, result, *parts):
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        for part in (*parts, "sudo apt-get install", "brew install", "conda install"):
            self.assertIn(part, result.stderr)

    def test_without_java_one_line_says_how_to_install_it(self):
        self.assert_one_line(self.run_without_the_rest("run"), "JDK 17", "found no java")

    def test_an_old_java_is_named(self):
        self.java("11.0.20", "/nowhere")
        self.assert_one_line(self.run_without_the_rest("run"), "JDK 17", "found Java 11.0.20")

    def test_a_java_of_the_last_century_is_named(self):
        self.java("1.8.0_402", "/nowhere")
        self.assert_one_line(self.run_without_the_rest("run"), "found Java 1.8.0")

    def test_a_jre_is_not_enough(self):
        self.java("21.0.1", "/nowhere")
        self.assert_one_line(self.run_without_the_rest("run"), "Java 21.0.1", "without javac")

    def jdk(self):
        home = self.tools / "jdk"
        (home / "bin").mkdir(parents=True)
        (home / "bin" / "javac").symlink_to(shutil.which("true"))
        self.java("17.0.1", home)

    def test_without_python_one_line_says_how_to_install_it(self):
        self.jdk()
        self.assert_one_line(self.run_without_the_rest("run"), "Python 3.11", "no python3")

    def test_an_old_python_is_named(self):
        self.jdk()
        self.stub("python3", 'case $2 in *print*) echo 3.9 ;; *) exit 1 ;; esac')
        self.assert_one_line(self.run_without_the_rest("run"), "found Python 3.9")

    def test_a_python_without_venv_is_named(self):
        self.jdk()
        self.stub("python3", 'case $2 in *print*) echo 3.12 ;; *venv*) exit 1 ;; esac')
        self.assert_one_line(
            self.run_without_the_rest("run"), "found Python 3.12", "without the module venv"
        )

    def test_another_platform_is_refused(self):
        (self.tools / "uname").unlink()
        self.stub("uname", "echo Plan9 mips")
        result = self.run_without_the_rest("run")
        self.assertEqual(result.returncode, 1)
        self.assertIn("not on Plan9 mips", result.stderr)

    def test_help_needs_no_set_up(self):
        result = self.run_without_the_rest("--help")
        self.assertEqual(result.returncode, 0)
        self.assertIn("./mirrorlab COMMAND", result.stdout)

    def test_bad_usage_exits_with_2(self):
        self.assertEqual(self.run_without_the_rest().returncode, 2)
        self.assertEqual(self.run_without_the_rest("test", "--most").returncode, 2)

    def test_nd4j_takes_the_cpu_where_its_cuda_build_has_no_code_for_the_gpu(self):
        function = re.search(r"(?ms)^choose_nd4j.*?^}", (ROOT / "mirrorlab").read_text())[0]

        def told():
            script = f'jars={self.tools}\n{function}\nchoose_nd4j; echo "${{BACKEND_PRIORITY_CPU-}}"'
            return subprocess.run(
                ["sh", "-euc", script],
                env={"PATH": str(self.tools)},
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()

        self.assertEqual(told(), "")  # a build for the CPU
        (self.tools / "nd4j-cuda-11.6.jar").touch()
        self.assertEqual(told(), "1000")
        for capability, expected in {"7.5": "", "8.9": "", "9.0": "1000", "12.0": "1000"}.items():
            self.stub("nvidia-smi", f"echo {capability}")
            with self.subTest(capability):
                self.assertEqual(told(), expected)


class CommandsTest(unittest.TestCase):
    """The commands in Java, in this clone, which is set up."""

    def run_java(self, *arguments):
        home = os.environ.get("JAVA_HOME")
        return subprocess.run(
            [
                f"{home}/bin/java" if home else "java",
                f"@{ROOT / 'build' / 'jvm.options'}",
                *[a for a in arguments if a.startswith("-D")],
                "-cp",
                f"{ROOT / 'lib/target/mirrorlab.jar'}:{ROOT / 'lib/target/jars'}/*",
                "mirrorlab.cli.Main",
                *[a for a in arguments if not a.startswith("-D")],
            ],
            capture_output=True,
            text=True,
        )

    def test_the_launchers_help_names_every_command(self):
        commands = re.findall(r"^  (\w+) ", self.run_java("--help").stdout.split("Commands:")[1], re.M)
        said = subprocess.run([ROOT / "mirrorlab", "--help"], capture_output=True, text=True).stdout
        self.assertEqual([c for c in commands if f"\n  {c} " not in said], [])

    def test_an_unknown_command_is_bad_usage(self):
        result = self.run_java("dotcor")
        self.assertEqual(result.returncode, 2)
        self.assertIn("dotcor", result.stderr)

    def test_the_doctor_finds_all_well(self):
        result = self.run_java("doctor")
        self.assertEqual(result.returncode, 0, result.stdout)
        rows = [line.split()[0] for line in result.stdout.splitlines()]
        self.assertEqual(rows, ["Java", "Kernel", "MuJoCo", "DJL", "ND4J", "Memory", "Disk", "GPU"])

    def test_the_doctor_names_the_fix_when_mujoco_cannot_be_found(self):
        result = self.run_java("-Dmirrorlab.mujoco=/nowhere/libmujoco.so", "doctor")
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stdout, r"(?m)^MuJoCo +FIX .*/nowhere.*[Dd]elete the folder build")
