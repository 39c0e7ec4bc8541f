/** How far a long command is, shown to the people who wait for it. */
@NullMarked
package io.framelog.progress;

import org.jspecify.annotations.NullMarked;
