/** Tests of single frames by HTTP. */
@NullMarked
package io.framelog.viewer.snapshot;

import org.jspecify.annotations.NullMarked;
