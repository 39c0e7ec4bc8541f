/** Tests of what is told of silent publishers. */
@NullMarked
package io.framelog.viewer.silence;

import org.jspecify.annotations.NullMarked;
