/** A frame as it goes over the wire: put once into shared memory, for every connection alike. */
@NullMarked
package io.framelog.viewer.part;

import org.jspecify.annotations.NullMarked;
