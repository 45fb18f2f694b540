/**
 * MuJoCo through JNA: model, state, step, Jacobian, errors. The only package that touches native
 * memory.
 */
package mirrorlab.physics;
