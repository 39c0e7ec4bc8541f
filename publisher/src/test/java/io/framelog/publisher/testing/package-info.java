/** What tests of other modules use, too. */
@NullMarked
package io.framelog.publisher.testing;

import org.jspecify.annotations.NullMarked;
