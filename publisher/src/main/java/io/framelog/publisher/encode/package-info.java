/** Makes frames from pictures: passes them through or encodes them, and gives them their time. */
@NullMarked
package io.framelog.publisher.encode;

import org.jspecify.annotations.NullMarked;
