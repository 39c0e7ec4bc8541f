/** Single frames by HTTP: the newest, or one of the past, at full size or as a thumbnail. */
@NullMarked
package io.framelog.viewer.snapshot;

import org.jspecify.annotations.NullMarked;
