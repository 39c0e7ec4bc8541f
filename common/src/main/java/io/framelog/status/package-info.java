/** What a publisher says of its stream, and how it lies in the compacted status topic. */
@NullMarked
package io.framelog.status;

import org.jspecify.annotations.NullMarked;
