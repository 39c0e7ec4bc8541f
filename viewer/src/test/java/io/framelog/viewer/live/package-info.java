/** Tests of the memory that frames lie in. */
@NullMarked
package io.framelog.viewer.live;

import org.jspecify.annotations.NullMarked;
