/*
 * Writes where MuJoCo's structs keep the fields that mirrorlab.physics reads, in bytes. Needed only
 * when MuJoCo's version changes; from lib/, with the headers of its wheel:
 *
 *   cc -I ../build/venv/lib/python3.11/site-packages/mujoco/include src/main/c/layout.c -o layout
 *   ./layout > src/main/resources/mirrorlab/physics/layout.properties
 *
 * One table serves every 64-bit platform: the structs hold only double, float, int, int64_t,
 * size_t, one-byte values and pointers, which have the same size on Linux, macOS and Windows.
 */
#include <mujoco/mujoco.h>
#include <stddef.h>
#include <stdio.h>

_Static_assert(sizeof(((mjModel*)0)->nq) == 8, "sizes are 64-bit");
_Static_assert(sizeof(((mjData*)0)->ncon) == 4, "ncon is an int");
_Static_assert(sizeof(mjtNum) == 8, "mjtNum is a double");
_Static_assert(sizeof(mjWarningStat) == 8, "a warning is two ints");

#define SIZE(type) printf("%s=%zu\n", #type, sizeof(type))
#define MODEL(field) printf("model.%s=%zu\n", #field, offsetof(mjModel, field))
#define DATA(field) printf("data.%s=%zu\n", #field, offsetof(mjData, field))
#define CONTACT(field) printf("contact.%s=%zu\n", #field, offsetof(mjContact, field))
#define MESSAGE(field) printf("message.%s=%zu\n", #field, offsetof(mjLogMessage, field))
#define VALUE(constant) printf("%s=%d\n", #constant, (int)constant)

int main(void) {
  printf("# MuJoCo %d, written by src/main/c/layout.c\n", mjVERSION_HEADER);
  VALUE(mjVERSION_HEADER);
  SIZE(mjModel); SIZE(mjData); SIZE(mjContact); SIZE(mjVFS); SIZE(mjLogMessage);

  MODEL(nq); MODEL(nv); MODEL(nu); MODEL(nactuator); MODEL(nbody); MODEL(njnt); MODEL(ngeom);
  MODEL(nsite); MODEL(ncam); MODEL(nmesh); MODEL(nsensor); MODEL(nsensordata); MODEL(nmeshvert);
  MODEL(nmeshface); MODEL(narena);
  printf("model.opt.timestep=%zu\n", offsetof(mjModel, opt) + offsetof(mjOption, timestep));
  printf("model.opt.integrator=%zu\n", offsetof(mjModel, opt) + offsetof(mjOption, integrator));
  MODEL(body_parentid);
  MODEL(jnt_qposadr); MODEL(jnt_dofadr); MODEL(jnt_range);
  MODEL(geom_type); MODEL(geom_bodyid); MODEL(geom_dataid); MODEL(geom_group); MODEL(geom_size);
  MODEL(geom_rgba);
  MODEL(cam_fovy);
  MODEL(mesh_vertadr); MODEL(mesh_vertnum); MODEL(mesh_vert);
  MODEL(mesh_faceadr); MODEL(mesh_facenum); MODEL(mesh_face);
  MODEL(actuator_ctrladr); MODEL(actuator_ctrlrange);
  MODEL(sensor_adr);

  DATA(time); DATA(ncon); DATA(contact); DATA(warning);
  DATA(qpos); DATA(qvel); DATA(ctrl); DATA(sensordata);
  DATA(xpos); DATA(xquat); DATA(xmat);
  DATA(geom_xpos); DATA(geom_xmat); DATA(site_xpos); DATA(site_xmat); DATA(cam_xpos);
  DATA(cam_xmat);

  CONTACT(dist); CONTACT(pos); CONTACT(frame); CONTACT(geom);

  MESSAGE(level); MESSAGE(subject); MESSAGE(func);
  VALUE(mjLOG_WARNING); VALUE(mjLOG_ERROR);
  VALUE(mjNWARNING);
  VALUE(mjSTATE_INTEGRATION);
  VALUE(mjOBJ_BODY); VALUE(mjOBJ_JOINT); VALUE(mjOBJ_GEOM); VALUE(mjOBJ_SITE); VALUE(mjOBJ_CAMERA);
  VALUE(mjOBJ_MESH); VALUE(mjOBJ_ACTUATOR); VALUE(mjOBJ_SENSOR);
  return 0;
}
