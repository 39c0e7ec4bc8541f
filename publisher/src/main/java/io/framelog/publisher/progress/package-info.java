/** What a run has done so far, counted and shown. */
@NullMarked
package io.framelog.publisher.progress;

import org.jspecify.annotations.NullMarked;
