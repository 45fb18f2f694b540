"""The start of Jupyter kernels: from the process to the answer of a first cell."""

import ipykernel
from jupyter_client.manager import start_new_kernel
from peer import Row, serve

SECONDS = 120


class Start(Row):
    version = f"ipykernel {ipykernel.__version__}"

    def __init__(self, kernel):
        self.kernel = kernel

    def run(self, n):
        for _ in range(n):
            manager, client = start_new_kernel(kernel_name=self.kernel, startup_timeout=SECONDS)
            try:
                client.execute_interactive("1 + 1", timeout=SECONDS, output_hook=lambda message: None)
            finally:
                client.stop_channels()
                manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    serve({"java": Start, "ipython": Start})
