/** Tests of the services together, started as users start them. */
@NullMarked
package io.framelog.e2e;

import org.jspecify.annotations.NullMarked;
