/** Reduced pictures of live streams: each is made once for all clients, and only while somebody watches. */
@NullMarked
package io.framelog.viewer.preview;

import org.jspecify.annotations.NullMarked;
