/** The viewer's command line, and the service that creates its features. */
@NullMarked
package io.framelog.viewer;

import org.jspecify.annotations.NullMarked;
