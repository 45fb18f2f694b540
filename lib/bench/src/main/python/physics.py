"""MuJoCo's own Python binding: the same scene, the same controls."""

from pathlib import Path

import mujoco
import numpy as np
from peer import Row, serve


class Physics(Row):
    version = f"mujoco {mujoco.__version__}"

    def __init__(self, folder):
        folder = Path(folder)
        assets = {f"panda/{file.name}": file.read_bytes() for file in folder.glob("panda/*.stl")}
        self.model = mujoco.MjModel.from_xml_string((folder / "scene.xml").read_text(), assets)
        self.data = mujoco.MjData(self.model)
        self.start = np.fromfile(folder / "start.bin")
        self.controls = np.fromfile(folder / "controls.bin").reshape(-1, self.model.nu)

    def restart(self):
        mujoco.mj_setState(self.model, self.data, self.start, mujoco.mjtState.mjSTATE_INTEGRATION)
        mujoco.mj_kinematics(self.model, self.data)

    def answer(self):
        self.restart()
        for row in self.controls:
            self.control(row)
        return [*self.data.qpos, *self.data.qvel]

    def control(self, row):
        """A control step: five steps of the physics, then the places of all bodies."""
        model, data = self.model, self.data
        data.ctrl[:] = row
        for _ in range(5):
            mujoco.mj_step(model, data)
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        mujoco.mj_camlight(model, data)


class Step(Physics):
    """Single steps, from the same beginning every 500."""

    def run(self, n):
        model, data = self.model, self.data
        for i in range(n):
            if i % 500 == 0:
                self.restart()
            mujoco.mj_step(model, data)


class Episode(Physics):
    """Whole episodes by the controls that the expert gave."""

    def run(self, n):
        for _ in range(n):
            self.restart()
            for row in self.controls:
                self.control(row)


if __name__ == "__main__":
    serve({"step": Step, "episode": Episode})
