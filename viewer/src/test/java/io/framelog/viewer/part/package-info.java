/** Tests of the memory for frames. */
@NullMarked
package io.framelog.viewer.part;

import org.jspecify.annotations.NullMarked;
