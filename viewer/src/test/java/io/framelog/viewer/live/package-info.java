/** Tests of the live streams. */
@NullMarked
package io.framelog.viewer.live;

import org.jspecify.annotations.NullMarked;
