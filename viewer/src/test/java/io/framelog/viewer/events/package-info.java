/** Tests of the memory that frames lie in. */
@NullMarked
package io.framelog.viewer.events;

import org.jspecify.annotations.NullMarked;
