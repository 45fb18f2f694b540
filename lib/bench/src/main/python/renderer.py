"""MuJoCo's own renderer, on the first of EGL and OSMesa that this machine has."""

import os
import subprocess
import sys


def can_draw(way):
    """Whether a renderer can be made, tried in a process of its own: some ways abort."""
    code = "import mujoco as m; m.Renderer(m.MjModel.from_xml_string('<mujoco/>'), 8, 8).render()"
    return not subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "MUJOCO_GL": way}, capture_output=True
    ).returncode


WAY = next((way for way in ("egl", "osmesa") if can_draw(way)), None)
if WAY:
    os.environ["MUJOCO_GL"] = WAY

import mujoco
import numpy as np
from peer import serve
from physics import Physics


class Picture(Physics):
    """Colours and depth, which take a pass each."""

    def __init__(self, folder, side, camera, every):
        if not WAY:
            raise RuntimeError("MuJoCo's renderer needs EGL or OSMesa (Debian: libegl1 or libosmesa6)")
        super().__init__(folder)
        self.version += f", {WAY}"
        self.camera = camera
        self.renderer = mujoco.Renderer(self.model, side, side)
        self.restart()
        self.moments = []
        for i, row in enumerate(self.controls):
            self.data.ctrl[:] = row
            for _ in range(5):
                mujoco.mj_step(self.model, self.data)
            if i % every == 0:
                self.moments.append(self.state())

    def state(self):
        what = mujoco.mjtState.mjSTATE_INTEGRATION
        state = np.empty(mujoco.mj_stateSize(self.model, what))
        mujoco.mj_getState(self.model, self.data, state, what)
        return state

    def picture(self, i):
        moment = self.moments[i % len(self.moments)]
        mujoco.mj_setState(self.model, self.data, moment, mujoco.mjtState.mjSTATE_INTEGRATION)
        mujoco.mj_kinematics(self.model, self.data)
        mujoco.mj_comPos(self.model, self.data)
        mujoco.mj_camlight(self.model, self.data)
        self.renderer.update_scene(self.data, self.camera)
        self.renderer.disable_depth_rendering()
        colours = self.renderer.render()
        self.renderer.enable_depth_rendering()
        return colours, self.renderer.render()

    def answer(self):
        """The median depth of each picture."""
        pictures = [self.picture(i)[1].ravel() for i in range(len(self.moments))]
        return [np.sort(depth)[len(depth) // 2] for depth in pictures]

    def run(self, n):
        for i in range(n):
            self.picture(i)


if __name__ == "__main__":
    serve({"picture": Picture})
