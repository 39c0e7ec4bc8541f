/** Tests of single frames over HTTP. */
@NullMarked
package io.framelog.viewer.snapshot;

import org.jspecify.annotations.NullMarked;
