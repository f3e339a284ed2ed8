// The way through the tables of the mall: beside them on a wide screen, folded above them on a narrow one.
const wide = window.matchMedia("(min-width: 60rem)");
const follow = () => { document.getElementById("mall-more").open = wide.matches; };

follow();
wide.addEventListener("change", follow);
