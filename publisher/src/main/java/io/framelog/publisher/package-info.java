/** The publisher's command line, and the threads that carry it out. */
@NullMarked
package io.framelog.publisher;

import org.jspecify.annotations.NullMarked;
