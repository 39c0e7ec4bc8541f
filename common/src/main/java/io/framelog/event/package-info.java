/** What happens to streams, and how it lies in the topic of events. */
@NullMarked
package io.framelog.event;

import org.jspecify.annotations.NullMarked;
