/** Tells events by HTTP requests. */
@NullMarked
package io.framelog.viewer.webhook;

import org.jspecify.annotations.NullMarked;
