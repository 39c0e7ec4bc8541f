/** The services together, as their users run them. */
@NullMarked
package io.framelog.e2e;

import org.jspecify.annotations.NullMarked;
