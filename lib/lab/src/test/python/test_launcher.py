"""What ./mirrorlab says when something is missing, and how it is called."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[5]
# All that the launcher needs before it has found Java and Python.
TOOLS = ("sh", "dirname", "sed", "head", "mkdir", "cat", "cksum", "uname")


class LauncherFolder(unittest.TestCase):
    """A copy of the launcher in a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        os.chmod(folder.name, 0o755)
        self.clone = Path(folder.name) / "a clone"
        (self.clone / "notebooks").mkdir(parents=True)
        shutil.copy(ROOT / "mirrorlab", self.clone)
        shutil.copy(ROOT / "notebooks" / "requirements.txt", self.clone / "notebooks")
        self.tools = Path(folder.name) / "tools"
        self.tools.mkdir()
        for tool in TOOLS:
            (self.tools / tool).symlink_to(shutil.which(tool))

    def stub(self, name, script):
        path = self.tools / name  # or where an absolute name says
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def java(self, version, home):
        self.stub(
            "java",
            f"echo '    java.home = {home}'; echo 'openjdk version \"{version}\" 2025-01-01'",
        )

    def run_without_the_rest(self, *arguments, user=None, **environment):
        """Runs the copied launcher with nothing on the PATH but the tools and the stubs."""
        return subprocess.run(
            [self.clone / "mirrorlab", *arguments],
            env={"PATH": str(self.tools), **environment},
            capture_output=True,
            text=True,
            user=user,
        )


class LauncherTest(LauncherFolder):
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

    def test_the_site_needs_no_java(self):
        self.assert_one_line(self.run_without_the_rest("site"), "Python 3.11", "no python3")

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


class SetUpTest(LauncherFolder):
    """A clone that is set up, of which Java and Python are stubs that tell how they are called."""

    def setUp(self):
        super().setUp()
        for tool in ("find", "getconf", "id", "locale", "mv", "rm", "env", "ls"):
            (self.tools / tool).symlink_to(shutil.which(tool))
        home = self.tools / "jdk"
        (home / "bin").mkdir(parents=True)
        (home / "bin" / "javac").symlink_to(shutil.which("true"))
        self.java("17.0.1", home)
        self.stub("jdk/bin/java", 'echo "java $*"; env')
        self.build = self.clone / "build"
        self.python = self.build / "venv/bin/python"
        self.python.parent.mkdir(parents=True)
        self.stub(self.python, 'echo "python $*"; env')
        (self.build / "venv/share/jupyter/kernels/java").mkdir(parents=True)
        requirements = (self.clone / "notebooks/requirements.txt").read_bytes()
        sum_ = subprocess.run(["cksum"], input=requirements, capture_output=True, check=True)
        self.stamp = self.build / "venv.stamp"
        self.stamp.write_text(f"{self.clone.resolve()} {sum_.stdout.decode().strip()}\n")
        (self.clone / "lib/core/src/main").mkdir(parents=True)
        (self.clone / "lib/pom.xml").touch()
        (self.clone / "lib/core/pom.xml").touch()
        (self.clone / "lib/target/mirrorlab-lab").mkdir(parents=True)
        (self.clone / "lib/target/mirrorlab-lab/mirrorlab-lab.jar").touch()
        (self.build / "library.stamp").write_text("cpu\n")

    def run_as_user(self, *arguments, **environment):
        """As someone who may write only where everyone may: root may write everywhere."""
        root = os.geteuid() == 0
        return self.run_without_the_rest(*arguments, **environment, user=65534 if root else None)

    def make_read_only(self):
        for path in (self.clone.parent, self.clone, *self.clone.rglob("*")):
            path.chmod(0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444)
        self.addCleanup(lambda: [p.chmod(0o755) for p in (self.clone, *self.clone.rglob("*")) if p.is_dir()])
        self.addCleanup(self.clone.parent.chmod, 0o755)

    def files(self):
        return {str(path): path.lstat().st_mtime_ns for path in self.clone.rglob("*")}

    def assert_environment(self, result, **expected):
        self.assertEqual(result.returncode, 0, result.stderr)
        told = dict(line.split("=", 1) for line in result.stdout.splitlines() if "=" in line)
        for name, value in expected.items():
            self.assertEqual(told.get(name), value, name)

    def test_variables_of_other_tools_change_nothing(self):
        others = {
            "PYTORCH_VERSION": "2.9.0",
            "PYTORCH_FLAVOR": "cu126",
            "DJL_DEFAULT_ENGINE": "TensorFlow",
            "DJL_CACHE_DIR": "/nowhere",
            "PYTHONPATH": "/opt/ros/lib/python",
            "PYTHONHOME": "/nowhere",
            "PIP_USER": "1",
        }
        result = self.run_without_the_rest("doctor", **others)
        self.assert_environment(result, **dict.fromkeys(others))

    def test_openmp_gets_one_number_of_threads(self):
        told = {"4,2": "4", "3": "3", "0": "1", "-1": "1", "many": "1", "": "1", "4 2": "1"}
        for given, expected in told.items():
            with self.subTest(given):
                result = self.run_without_the_rest("doctor", OMP_NUM_THREADS=given)
                self.assert_environment(result, OMP_NUM_THREADS=expected)
                self.assertIn(f"num_threads={expected} ", result.stdout)

    def test_our_own_number_of_threads_is_refused_if_it_is_none(self):
        for given in ("0", "-1", "two", "1.5", "4,2"):
            with self.subTest(given):
                result = self.run_without_the_rest("train", MIRRORLAB_THREADS=given)
                self.assertEqual(result.returncode, 2)
                self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
                self.assertIn(f"MIRRORLAB_THREADS is a number of threads, 1 or more, not '{given}'", result.stderr)
        self.assert_environment(
            self.run_without_the_rest("train", MIRRORLAB_THREADS="3"), OMP_NUM_THREADS="3"
        )

    def test_files_are_named_in_utf8_where_the_locale_has_ascii(self):
        for given in ({}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LANG": "C"}, {"LC_ALL": "xx_XX"}):
            with self.subTest(given):
                self.assert_environment(
                    self.run_without_the_rest("doctor", **given), LC_ALL="C.UTF-8"
                )

    def test_a_locale_in_utf8_is_kept(self):
        self.assert_environment(
            self.run_without_the_rest("doctor", LANG="C.UTF-8"), LC_ALL=None, LANG="C.UTF-8"
        )

    def test_crash_files_go_into_build(self):
        self.assertEqual(self.run_without_the_rest("doctor").returncode, 0)
        options = (self.build / "jvm.options").read_text()
        self.assertIn(f'"-XX:ErrorFile={self.build.resolve()}/hs_err_pid%p.log"', options)

    def test_our_kernel_comes_before_another_of_its_name(self):
        ours = f"{self.build.resolve()}/venv/share/jupyter"
        for command in ("run", "lab"):
            with self.subTest(command):
                result = self.run_without_the_rest(command, JUPYTER_PATH="/opt/jupyter")
                self.assert_environment(result, JUPYTER_PATH=f"{ours}:/opt/jupyter")
        kernel = (self.build / "venv/share/jupyter/kernels/java/kernel.json").read_text()
        self.assertIn("org.dflib.jjava.distro.JJava", kernel)

    def test_lab_as_root_starts_with_a_note(self):
        (self.tools / "id").unlink()
        self.stub("id", "echo 0")
        result = self.run_without_the_rest("lab")
        self.assertEqual(result.returncode, 0)
        self.assertIn(" --allow-root", result.stdout)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertRegex(result.stderr, "runs as root.*'JupyterLab as root'")
        for option in ("--allow-root", "--ServerApp.allow_root=True", "--help"):
            result = self.run_without_the_rest("lab", option)
            self.assertIn("jupyterlab", result.stdout)
            self.assertEqual(result.stderr, "")
        self.stub("id", "echo 1000")
        self.assertIn("jupyterlab", self.run_without_the_rest("lab").stdout)

    def test_where_nothing_can_be_written_what_is_set_up_works(self):
        for command in ("doctor", "run"):
            self.assertEqual(self.run_without_the_rest(command).returncode, 0)
        self.make_read_only()
        before = self.files()
        for command in (["world", "--help"], ["doctor"], ["train", "joint", "--help"], ["run", "--help"]):
            with self.subTest(command):
                result = self.run_as_user(*command)
                self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("-Djna.tmpdir=/tmp", self.run_as_user("doctor").stdout)
        result = self.run_as_user("run")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertRegex(result.stderr, "cannot write to .*build.*MIRRORLAB_HOME=FOLDER")
        self.assertEqual(self.files(), before)

    def test_mirrorlab_home_takes_what_cannot_lie_in_the_clone(self):
        self.assertEqual(self.run_without_the_rest("doctor").returncode, 0)
        self.make_read_only()
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o777)
            home = Path(folder).resolve() / "my home"
            before = self.files()
            result = self.run_as_user("doctor", MIRRORLAB_HOME=str(home))
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn(f"java @{home}/jvm.options", result.stdout)
            self.assertIn(f"{self.clone.resolve()}/lib/target/mirrorlab-lab/mirrorlab-lab.jar", result.stdout)
            self.assertTrue((home / "share/jupyter/kernels/java/kernel.json").exists())
            result = self.run_as_user("run", MIRRORLAB_HOME=str(home))
            self.assertIn(f"python {self.clone.resolve()}/notebooks/run.py", result.stdout)
            self.assertEqual(self.files(), before)

    def test_an_environment_whose_python_cannot_be_reached_is_kept(self):
        self.python.unlink()
        self.python.symlink_to("/nowhere/python3.11")
        before = self.files()
        result = self.run_without_the_rest("doctor")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertRegex(result.stderr, "build/venv/bin/python does not start.*delete .*build/venv")
        self.assertEqual({k: v for k, v in self.files().items() if "venv" in k}, {k: v for k, v in before.items() if "venv" in k})

    def test_a_folder_of_that_name_that_is_not_ours_is_kept(self):
        self.stamp.unlink()
        self.stub("python3", 'case $2 in *print*) echo 3.12 ;; esac')
        result = self.run_without_the_rest("doctor")
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, "build/venv was not made by this command")
        self.assertTrue(self.python.exists())

    def test_an_older_environment_is_kept_until_there_is_a_new_one(self):
        with (self.clone / "notebooks/requirements.txt").open("a") as requirements:
            requirements.write("another==1\n")
        self.stub("python3", 'case "$*" in *print*) echo 3.12 ;; *"-m venv"*) exit 1 ;; esac')
        result = self.run_without_the_rest("doctor")
        self.assertEqual(result.returncode, 1)
        self.assertIn("start the same command again", result.stderr)
        self.assertTrue(self.python.exists())
        made = 'mkdir -p "$3/bin"; cp "$0" "$3/bin/python"'
        (self.tools / "cp").symlink_to(shutil.which("cp"))
        self.stub("python3", f'case "$*" in *print*) echo 3.12 ;; *"-m venv"*) {made} ;; esac')
        result = self.run_without_the_rest("doctor")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("print", self.python.read_text())
        self.assertFalse((self.build / "venv.last").exists())

    def test_a_fresh_clone_that_cannot_be_written_says_where_to_put_things(self):
        shutil.rmtree(self.build)
        self.stub("python3", 'case $2 in *print*) echo 3.12 ;; esac')
        self.make_read_only()
        for command in ("doctor", "run", "train"):
            result = self.run_as_user(command)
            self.assertEqual(result.returncode, 1)
            self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
            self.assertRegex(result.stderr, "cannot write to .*build; with MIRRORLAB_HOME=FOLDER")
        self.assertEqual(self.run_as_user("--help").returncode, 0)


class CommandsTest(unittest.TestCase):
    """The commands in Java, in this clone, which is set up."""

    def run_java(self, *arguments, **environment):
        home = os.environ.get("JAVA_HOME")
        return subprocess.run(
            [
                f"{home}/bin/java" if home else "java",
                f"@{ROOT / 'build' / 'jvm.options'}",
                *[a for a in arguments if a.startswith("-D")],
                "-cp",
                f"{ROOT / 'lib/target/mirrorlab-lab/mirrorlab-lab.jar'}:{ROOT / 'lib/target/mirrorlab-lab/jars'}/*",
                "mirrorlab.cli.Main",
                *[a for a in arguments if not a.startswith("-D")],
            ],
            env={**os.environ, **environment},
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

    def test_the_doctor_names_the_variable_that_leads_djl_astray(self):
        for variable in ({"PYTORCH_VERSION": "2.9.0"}, {"DJL_DEFAULT_ENGINE": "TensorFlow"}):
            [(name, value)] = variable.items()
            result = self.run_java("doctor", **variable)
            self.assertEqual(result.returncode, 1)
            self.assertRegex(result.stdout, f"(?m)^DJL +FIX .*{name}={value}: unset that")

    def test_the_doctor_finds_a_kernel_that_comes_before_ours(self):
        with tempfile.TemporaryDirectory() as folder:
            other = Path(folder) / "kernels/Java"
            other.mkdir(parents=True)
            (other / "kernel.json").write_text('{"argv": ["java"], "display_name": "Java"}')
            result = self.run_java("doctor", JUPYTER_PATH=folder)
            self.assertEqual(result.returncode, 1)
            self.assertRegex(result.stdout, f"(?m)^Kernel +FIX .*another kernel named java first, {other};")
            ours = ROOT / "build/venv/share/jupyter"
            result = self.run_java("doctor", JUPYTER_PATH=f"{ours}:{folder}")
            self.assertEqual(result.returncode, 0, result.stdout)
