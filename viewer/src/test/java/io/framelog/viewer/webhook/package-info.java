/** Tests of requests that tell events. */
@NullMarked
package io.framelog.viewer.webhook;

import org.jspecify.annotations.NullMarked;
