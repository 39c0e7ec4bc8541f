/** Shows the progress of a long command. */
@NullMarked
package io.framelog.progress;

import org.jspecify.annotations.NullMarked;
