/** The publisher's command line and its runs. */
@NullMarked
package io.framelog.publisher;

import org.jspecify.annotations.NullMarked;
