/** What a run has done so far, and how it ended. */
@NullMarked
package io.framelog.publisher.progress;

import org.jspecify.annotations.NullMarked;
