/** What the viewer gives out of the log: replays, pictures of a time, clips. */
@NullMarked
package io.framelog.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
