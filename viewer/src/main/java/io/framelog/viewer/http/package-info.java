/** What the viewer answers over HTTP. */
@NullMarked
package io.framelog.viewer.http;

import org.jspecify.annotations.NullMarked;
