/**
 * Running command text: {@link dev.xmdb.engine.run.DebugSession} is the session behind a prompt, a script or one {@code -e}.
 *
 * <p>A pipeline runs from the left: every value that a command emits is pushed at once into the command on its right, so nothing is
 * collected and a command that has seen enough stops those before it.
 */
@NullMarked
package dev.xmdb.engine.run;

import org.jspecify.annotations.NullMarked;
