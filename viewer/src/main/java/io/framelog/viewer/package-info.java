/** The viewer's command line, and how its parts are put together. */
@NullMarked
package io.framelog.viewer;

import org.jspecify.annotations.NullMarked;
