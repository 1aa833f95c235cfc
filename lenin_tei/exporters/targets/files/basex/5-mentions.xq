(: Every mention of one entry, with the sentence around it.
   basex -b id=person-kautsky-karl queries/5-mentions.xq :)
declare namespace tei = "http://www.tei-c.org/ns/1.0";
declare variable $db external := "{{db}}";
declare variable $id external := "person-lenin";

for $name in collection($db)//tei:text//*[(@ref, @key) = (concat("#", $id), $id)]
let $before := replace(string-join($name/preceding-sibling::node(), ""), "\s+", " ")
let $after := replace(string-join($name/following-sibling::node(), ""), "\s+", " ")
return <mention document="{ substring-after(base-uri($name), concat($db, "/")) }">{
  substring($before, string-length($before) - 39), <b>{ normalize-space($name) }</b>, substring($after, 1, 40)
}</mention>
