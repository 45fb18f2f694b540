/** MuJoCo through JNA: model, state, step, Jacobian, errors. The only place with native memory. */
package mirrorlab.physics;
