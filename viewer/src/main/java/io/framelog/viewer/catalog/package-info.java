/** What is known of the streams: their states, newest frames and partitions. */
@NullMarked
package io.framelog.viewer.catalog;

import org.jspecify.annotations.NullMarked;
