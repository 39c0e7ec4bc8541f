/** Tests of the memory that frames lie in. */
@NullMarked
package io.framelog.viewer.part;

import org.jspecify.annotations.NullMarked;
